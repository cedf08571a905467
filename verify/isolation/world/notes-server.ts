import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import type { UnitsOfWork } from '../../../tenancy/database/unit-of-work';
import { answerProblems } from '../../../tenancy/http/answer-problems';

/** A small application: `/notes` and `/notes/:id` of the request's tenant. `doors` find out whose request it is. */
export async function startNotesServer(
  database: UnitsOfWork,
  doors: readonly RequestHandler[],
): Promise<Server> {
  const app = express();
  app.use(...doors);
  app.get('/notes', async (_request, response) => {
    response.json((await database.query({ text: 'SELECT id, body FROM notes' })).rows);
  });
  app.get('/notes/:id', async (request, response) => {
    const { rows } = await database.query({
      text: 'SELECT id, body FROM notes WHERE id::text = $1',
      values: [request.params.id],
    });
    response.status(rows.length > 0 ? 200 : 404).json(rows);
  });
  app.put('/notes/:id', async (request, response) => {
    const { rows } = await database.query({
      text: `UPDATE notes SET title = 'seen' WHERE id::text = $1 RETURNING id, body`,
      values: [request.params.id],
    });
    response.status(rows.length > 0 ? 200 : 404).json(rows);
  });
  app.use(answerProblems());
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export const closeServer = (server: Server): Promise<void> => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
};
