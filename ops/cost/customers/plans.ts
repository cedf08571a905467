/** Prices of the product that are thought of, in US dollars a customer and month. */
export const customerPricesUsd = [49, 99, 149] as const;
export type CustomerPriceUsd = (typeof customerPricesUsd)[number];

/** Numbers of customers that the table shows by default. */
export const defaultCustomers: readonly number[] = [10, 50, 100, 200, 500, 1000];

/** What was planned before anything was computed: US dollars a month by the number of customers. */
export const plannedUsd: Readonly<Record<number, number>> = {
  10: 2000,
  50: 2300,
  100: 2500,
  200: 3200,
  500: 4500,
  1000: 7000,
};
