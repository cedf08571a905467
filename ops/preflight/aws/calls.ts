import { AsyncLocalStorage } from 'node:async_hooks';

const open = new AsyncLocalStorage<Set<string>>();

/** Notes a call for whoever listens to it, such as `eks:DescribeCluster`. */
export const noteCall = (operation: string): void => void open.getStore()?.add(operation);

/** Runs something and adds the calls to AWS that it makes to `calls`. */
export const listenedTo = <T>(calls: Set<string>, run: () => Promise<T>): Promise<T> => open.run(calls, run);
