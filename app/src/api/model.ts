import { z } from 'zod';

/** Schemas with a name in the description, under `components.schemas`. */
export const models = z.registry<{ id: string }>();

/** Names a schema. Nothing in it may transform: a body is checked against the JSON Schema that it makes. */
export function model<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  models.add(schema, { id });
  return schema;
}

export const modelReference = (schema: z.ZodType): { $ref: string } => {
  const id = models.get(schema)?.id;
  if (!id) throw new Error('A body or an answer has no name: wrap its schema in model().');
  return { $ref: `#/components/schemas/${id}` };
};

/** An instant, as JSON has it: `2026-11-24T02:00:00.000Z`. */
export const instant = z.string().meta({ format: 'date-time' });

/** Any JSON object: what a product puts into it is its own affair. */
export const jsonObject = z.record(z.string(), z.unknown());

/** The problems of RFC 9457, with a code for programs. */
export const problemModel = model(
  'Problem',
  z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string().optional(),
  }),
);
