import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { impatientSocket, NotReached } from '../../../tenancy/database/impatient-socket';

/** Listens and then never takes a connection: the kernel drops who comes when its queue is full. */
const deaf = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.stdout.write(String(server.address().port), () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

test('a connection that nobody takes is given up', async () => {
  const server = spawn(process.execPath, ['-e', deaf], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = (await once(server.stdout, 'data')) as [Buffer];
  const port = Number(text.toString());
  const waiting = [1, 2, 3].map(() => connect(port, '127.0.0.1').on('error', () => {}));
  await once(waiting[0]!, 'connect');
  const socket = impatientSocket();
  const failed = once(socket, 'error');
  socket.connect(port, '127.0.0.1');
  expect((await failed)[0]).toBeInstanceOf(NotReached);
  for (const one of waiting) one.destroy();
  server.kill('SIGKILL');
});
