const tenantKey = /^tenant:[^:\s]+:[a-z]+:./;
/** BullMQ's default prefix, and the library's. */
export const bullmqKey = /^(?:bull|queue):/;
/** Of Socket.io's streams adapter: the stream, or its parts, and the sessions that it keeps for returning clients. */
const socketKey = /^socket\.io(?:-\d+)?$|^sio:session:/;

/** As a remedy says it. */
export const knownKeys = 'bull: and queue: of queues, socket.io and sio:session: of Socket.io';

/** Keys that no part of the platform knows, sorted. */
export const unknownKeys = (keys: readonly string[]): string[] =>
  keys.filter((key) => ![tenantKey, bullmqKey, socketKey].some((known) => known.test(key))).sort();
