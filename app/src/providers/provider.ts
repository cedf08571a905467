/** Model providers that agents may use. A product adds its own beside `sample`. */
export const providerNames = ['sample'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface Completion {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Prompt {
  readonly model: string;
  readonly instructions: string;
  readonly text: string;
  readonly mostOutputTokens: number;
}

/**
 * Answers prompts for the current tenant, with its key from the CredentialVault where it needs one. Throws the
 * library's `ProviderBusy` when it asks to come back later.
 */
export interface ModelProvider {
  readonly name: ProviderName;
  complete(prompt: Prompt, signal: AbortSignal): Promise<Completion>;
}
