/** What a month costs with nobody there, with the assumed usage, and with everything at its maximum. */
export const columnNames = ['floor', 'typical', 'ceiling'] as const;
export type ColumnName = (typeof columnNames)[number];
export type Columns = Readonly<Record<ColumnName, number>>;

export const columns = (of: (column: ColumnName) => number): Columns => ({
  floor: of('floor'),
  typical: of('typical'),
  ceiling: of('ceiling'),
});

/** The same in all three columns. */
export const always = (quantity: number): Columns => columns(() => quantity);

/** Metered: the base alone, the assumed usage, and twice that usage. */
export const metered = (base: number, typical: number): Columns => ({
  floor: base,
  typical,
  ceiling: 2 * typical,
});

export const scaled = (quantity: Columns, factor: number): Columns =>
  columns((name) => quantity[name] * factor);

export const sumOf = (all: readonly Columns[]): Columns =>
  columns((name) => all.reduce((sum, one) => sum + one[name], 0));

/** To the cent, half a cent up; what binary fractions leave under half a millionth of a cent does not count. */
export const toCents = (usd: number): number => Math.round(usd * 100 + 1e-6) / 100;
