/**
 * Socket.io clients of one tenant, as browsers: they keep the ids of the events that they got, ask the API for what they
 * missed when their connection could not be recovered or an id is left out, and come back when they are cut off. A
 * program of its own, so that its work is not the rehearsal's. Reads its orders from its argument; the parent then sends
 * `{ ask: 'state' }` and, at the end, `{ ask: 'end', lastId }`.
 */
import { Agent, request } from 'node:https';
import { clearInterval, setInterval, setTimeout } from 'node:timers';
import { io } from 'socket.io-client';

const { host, address, ports, authorities, token, count, perSecond, transports, from } = JSON.parse(
  process.argv[2],
);

const resolved = (_name, options, done) =>
  options.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4);
const agents = from.map(
  (localAddress) => new Agent({ keepAlive: true, ca: authorities, lookup: resolved, localAddress }),
);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function get(path, agent) {
  return new Promise((resolve, reject) => {
    const asking = request({
      host,
      port: ports.https,
      path,
      agent,
      timeout: 10_000,
      headers: { authorization: `Bearer ${token}` },
    });
    asking.once('timeout', () => asking.destroy(new Error('no answer')));
    asking.once('error', reject);
    asking.once('response', (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.once('error', reject);
      answer.once('end', () =>
        answer.statusCode === 200
          ? resolve(JSON.parse(text))
          : reject(new Error(`status ${answer.statusCode}`)),
      );
    });
    asking.end();
  });
}

/** When an event happened, and milliseconds until a client had it that was connected then. */
const latencies = [];
const totals = { connects: 0, recovered: 0, disconnects: 0, live: 0, restored: 0, refused: 0, refetches: 0 };
const refusals = new Map();

class Client {
  /** All events up to this id are there. */
  upTo = 0;
  beyond = new Set();
  connectedAt = 0;
  refetching = null;

  constructor(index) {
    this.agent = agents[index % agents.length];
    this.socket = io(`https://${host}:${ports.https}`, {
      agent: this.agent,
      auth: { token },
      transports,
      // Keeps the cookie that keeps it at one pod.
      withCredentials: true,
      forceNew: true,
      timeout: 20_000,
    });
    this.socket.on('connect', () => {
      const isFirst = this.connectedAt === 0;
      this.connectedAt = Date.now();
      totals.connects += 1;
      if (this.socket.recovered) totals.recovered += 1;
      else if (!isFirst) void this.refetch();
    });
    this.socket.on('disconnect', () => (totals.disconnects += 1));
    this.socket.on('connect_error', ({ message }) => {
      totals.refused += 1;
      refusals.set(message, (refusals.get(message) ?? 0) + 1);
    });
    this.socket.on('task', (event) => {
      if (!this.note(event.id)) return;
      totals.live += 1;
      const at = Date.parse(event.at);
      if (at >= this.connectedAt) latencies.push([at, Date.now() - at]);
      // One that is behind others comes soon; one that does not was missed.
      if (event.id > this.upTo) setTimeout(() => event.id > this.upTo && void this.refetch(), 5000);
    });
  }

  note(id) {
    if (id <= this.upTo || this.beyond.has(id)) return false;
    this.beyond.add(id);
    while (this.beyond.delete(this.upTo + 1)) this.upTo += 1;
    return true;
  }

  refetch() {
    this.refetching ??= this.fetchMissed().finally(() => (this.refetching = null));
    return this.refetching;
  }

  async fetchMissed() {
    totals.refetches += 1;
    for (let tries = 0; tries < 30; tries += 1) {
      try {
        const { events, more } = await get(`/v1/events?after=${this.upTo}`, this.agent);
        for (const { id } of events) if (this.note(id)) totals.restored += 1;
        if (!more) return;
      } catch {
        await wait(1000);
      }
    }
  }

  /** @returns how many events it has not got, whatever it tried. */
  async end(lastId) {
    if (this.upTo < lastId) await this.refetch();
    this.socket.close();
    return lastId - this.upTo;
  }
}

const clients = [];
const opening = setInterval(() => {
  if (clients.length === count) clearInterval(opening);
  else clients.push(new Client(clients.length));
}, 1000 / perSecond);

const state = () => ({
  opened: clients.length,
  connected: clients.filter(({ socket }) => socket.connected).length,
  ...totals,
  refusals: Object.fromEntries(refusals),
});

process.on('message', async ({ ask, lastId }) => {
  if (ask === 'state') {
    process.send({ answer: 'state', ...state() });
    return;
  }
  clearInterval(opening);
  const before = state();
  const missing = await Promise.all(clients.map((client) => client.end(lastId)));
  const restored = totals.restored;
  const lost = missing.reduce((sum, one) => sum + one, 0);
  process.send({ answer: 'end', ...before, restored, lost, latencies }, () => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
