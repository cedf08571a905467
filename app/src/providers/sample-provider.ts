import { setTimeout as sleep } from 'node:timers/promises';
import type { Completion, ModelProvider, Prompt } from './provider';

/** About four characters a token, as English has it in the tokenizers of the day. */
const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / 4));

const answerMilliseconds = 20;

/**
 * Stands in for a model provider, so that the application can be tried without an account at one: the same prompt has
 * the same answer, the prompt's own words backwards, after a short wait.
 */
export class SampleProvider implements ModelProvider {
  readonly name = 'sample';

  async complete(prompt: Prompt, signal: AbortSignal): Promise<Completion> {
    const { instructions, text, mostOutputTokens } = prompt;
    await sleep(answerMilliseconds, undefined, { signal });
    const answer = text.split(/\s+/).reverse().join(' ');
    return {
      text: answer,
      inputTokens: tokensOf(instructions + text),
      outputTokens: Math.min(tokensOf(answer), mostOutputTokens),
    };
  }
}
