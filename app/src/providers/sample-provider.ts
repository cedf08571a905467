import { setTimeout as sleep } from 'node:timers/promises';
import type { Completion, ModelProvider, Prompt } from './provider';

/** About four characters a token, as English has it in the tokenizers of the day. */
const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / 4));

const answerMilliseconds = 20;
/** As long as a real model writes a page: work that waits then costs no CPU. */
const slowAnswerMilliseconds = 5000;

/**
 * Stands in for a model provider, so that the application can be tried without an account at one: the same prompt has
 * the same answer, the prompt's own words backwards, after a short wait, or of the model `echo-slow` after a long one.
 */
export class SampleProvider implements ModelProvider {
  readonly name = 'sample';

  async complete(prompt: Prompt, signal: AbortSignal): Promise<Completion> {
    const { model, instructions, text, mostOutputTokens } = prompt;
    const wait = model === 'echo-slow' ? slowAnswerMilliseconds : answerMilliseconds;
    await sleep(wait, undefined, { signal });
    const answer = text.split(/\s+/).reverse().join(' ');
    return {
      text: answer,
      inputTokens: tokensOf(instructions + text),
      outputTokens: Math.min(tokensOf(answer), mostOutputTokens),
    };
  }
}
