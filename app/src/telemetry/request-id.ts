import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Runs `work` under an id for people to quote. */
export const runWithRequestId = <Result>(id: string, work: () => Result): Result => storage.run(id, work);

export const currentRequestId = (): string | undefined => storage.getStore();
