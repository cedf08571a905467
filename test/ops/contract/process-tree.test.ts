import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import {
  listeningPorts,
  listeningSockets,
  processTree,
  residentMib,
  usersOf,
} from '../../../ops/contract/pod/process-tree';

const onLinux = process.platform === 'linux' ? test : test.skip;

test('listening sockets of /proc/net/tcp, and no connected ones', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 111 1 0 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1001        0 222 1 0 20 4 30 10 -1`;
  expect(listeningSockets(table)).toEqual([{ port: 3000, inode: '111' }]);
});

onLinux('a process and its children', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  expect(processTree(process.pid)).toContain(child.pid);
  child.kill();
});

onLinux('an ended process has no tree', async () => {
  const child = spawn('true');
  await once(child, 'close');
  expect(processTree(child.pid!)).toEqual([]);
});

onLinux('the ports of a process', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  expect(listeningPorts([process.pid])).toContain((server.address() as AddressInfo).port);
  server.close();
});

onLinux('its memory and its user', () => {
  expect(residentMib([process.pid])).toBeGreaterThan(10);
  expect(usersOf(process.pid)).toContain(process.getuid!());
});
