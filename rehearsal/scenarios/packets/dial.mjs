/**
 * Sends the first packet of many connections at once and prints which of them anybody answered, as a JSON list of
 * numbers. A refusal by the receiver is an answer too, because the packet got there. A program of its own, because it
 * runs in the network of a pod. Reads `{ milliseconds, from, dials: [{ address, port, protocol }] }` from standard input.
 */
import { Buffer } from 'node:buffer';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { clearTimeout, setTimeout } from 'node:timers';

const { milliseconds, from, dials } = JSON.parse(await text(process.stdin));
/** A question for the root's address, which a name server answers. */
const question = Buffer.from('0001010000010000000000000000010001', 'hex');

const tcp = ({ address, port }) =>
  new Promise((resolve) => {
    const local = from ? { localAddress: from } : {};
    const socket = connect({ host: address, port, ...local, timeout: milliseconds });
    const answer = (isAnswered) => {
      socket.destroy();
      resolve(isAnswered);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', ({ code }) => answer(code === 'ECONNREFUSED' || code === 'ECONNRESET'));
  });

/** Where nobody listens, the receiver's kernel says so. */
const udp = ({ address, port }) =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    const late = setTimeout(() => answer(false), milliseconds);
    const answer = (isAnswered) => {
      clearTimeout(late);
      socket.close();
      resolve(isAnswered);
    };
    socket.once('message', () => answer(true));
    socket.once('error', ({ code }) => answer(code === 'ECONNREFUSED'));
    socket.bind(0, from, () => socket.connect(port, address, () => socket.send(question)));
  });

const answers = await Promise.all(dials.map((dial) => (dial.protocol === 'UDP' ? udp : tcp)(dial)));
process.stdout.write(JSON.stringify(answers.flatMap((isAnswered, index) => (isAnswered ? [index] : []))));
