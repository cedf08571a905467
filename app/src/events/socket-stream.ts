/** Where the servers of sockets meet in Redis. It serves all tenants; each packet in it names its tenant's room. */
export const socketStream = {
  streamName: 'socket.io',
  channelPrefix: 'socket.io',
  sessionKeyPrefix: 'socket.io:session:',
  /** Packets kept for clients that come back: some megabytes. */
  maxLen: 10_000,
} as const;
