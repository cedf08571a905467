import type { Completion } from '../providers/provider';
import type { AgentTaskResult } from '../tasks/task-model';

/** What a task has come to, from the answers to its steps. */
export const resultOf = (answers: readonly Completion[]): AgentTaskResult => ({
  answer: answers.map(({ text }) => text).join('\n\n'),
  calls: answers.length,
  inputTokens: answers.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
  outputTokens: answers.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
});
