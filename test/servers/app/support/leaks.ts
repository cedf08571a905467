/** Ways in which a secret turns up inside a text. A part of a token is as good as the whole to who has the others. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    // The first part of all tokens of an issuer is the same.
    ...secret
      .split('.')
      .slice(1)
      .filter((part) => part.length >= 40),
  ];
}

/** Names of the secrets that a text shows. */
export const leaksIn = (text: string, secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
