type Variables = Readonly<Record<string, string | undefined>>;

/** Secrets that the environment gave this process: keys, and the passwords in its URLs and beside them. */
export function knownSecrets(variables: Variables): string[] {
  return Object.entries(variables).flatMap(([name, value = '']) => {
    if (/(PASSWORD|_KEY|SECRET|TOKEN)$/.test(name)) return [value];
    if (name === 'ENCRYPTION_KEYS_RETIRED') return value.split(',');
    if (!name.endsWith('_URL') || !URL.canParse(value)) return [];
    const { password } = new URL(value);
    return password ? [decodeURIComponent(password)] : [];
  });
}
