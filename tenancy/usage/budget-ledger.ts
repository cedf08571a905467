/** Percent of a budget at which its owner is told, once each a month. */
export const budgetThresholds = [80, 100] as const;
export type BudgetThreshold = (typeof budgetThresholds)[number];

/** One tenant's budget of one month. Amounts are millionths of a US dollar, whole numbers. */
export interface BudgetAccount {
  /** Key in Redis, `tenant:<id>:quota:provider-usd-2026-11`. */
  readonly key: string;
  readonly budgetMicroUsd: number;
}

export interface Reservation {
  readonly id: string;
  readonly microUsd: number;
  /** After that it counts no more: whoever made it has died. */
  readonly seconds: number;
}

export interface LedgerEntry {
  readonly spentMicroUsd: number;
  /** Thresholds that were passed just now. */
  readonly passed: readonly BudgetThreshold[];
}

/** Keeps what is spent and what is reserved. Each method is atomic. */
export interface BudgetLedger {
  /** `unknown` when it does not know what was spent: tell it with `raise` first. */
  reserve(account: BudgetAccount, reservation: Reservation): Promise<'granted' | 'spent' | 'unknown'>;
  /** Turns a reservation into what was really spent; one that it does not know changes nothing. */
  settle(account: BudgetAccount, reservationId: string, microUsd: number): Promise<LedgerEntry>;
  /** Says that at least this much was spent. */
  raise(account: BudgetAccount, spentMicroUsd: number): Promise<LedgerEntry>;
}
