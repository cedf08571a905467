import {
  type BudgetAccount,
  type BudgetLedger,
  budgetThresholds,
  type LedgerEntry,
  type Reservation,
} from './budget-ledger';

interface Page {
  spent: number;
  told: number;
  readonly reservations: Map<string, { readonly microUsd: number; readonly until: number }>;
}

/** Accounts kept at one time; the oldest go first. */
const mostPages = 10_000;

/**
 * A ledger of this process alone, for while Redis is away. What it does not know is nothing: the database's figure is
 * given to it before each reservation.
 */
export class MemoryBudgetLedger implements BudgetLedger {
  private readonly pages = new Map<string, Page>();

  async reserve(
    { key, budgetMicroUsd }: BudgetAccount,
    { id, microUsd, seconds }: Reservation,
  ): Promise<'granted' | 'spent' | 'unknown'> {
    const page = this.pages.get(key);
    if (!page) return 'unknown';
    let reserved = 0;
    for (const [known, { microUsd: held, until }] of page.reservations) {
      if (until <= Date.now()) page.reservations.delete(known);
      else reserved += held;
    }
    if (page.spent + reserved >= budgetMicroUsd) return 'spent';
    page.reservations.set(id, { microUsd, until: Date.now() + seconds * 1000 });
    return 'granted';
  }

  async settle(account: BudgetAccount, reservationId: string, microUsd: number): Promise<LedgerEntry> {
    const page = this.page(account.key);
    if (page.reservations.delete(reservationId)) page.spent += microUsd;
    return report(page, account);
  }

  async raise(account: BudgetAccount, spentMicroUsd: number): Promise<LedgerEntry> {
    const page = this.page(account.key);
    page.spent = Math.max(page.spent, spentMicroUsd);
    return report(page, account);
  }

  private page(key: string): Page {
    const known = this.pages.get(key);
    if (known) return known;
    const [oldest] = this.pages.keys();
    if (this.pages.size >= mostPages && oldest !== undefined) this.pages.delete(oldest);
    const page: Page = { spent: 0, told: 0, reservations: new Map() };
    this.pages.set(key, page);
    return page;
  }
}

function report(page: Page, { budgetMicroUsd }: BudgetAccount): LedgerEntry {
  const passed = budgetThresholds.filter(
    (percent) => page.spent * 100 >= budgetMicroUsd * percent && page.told < percent,
  );
  page.told = Math.max(page.told, ...passed);
  return { spentMicroUsd: page.spent, passed };
}
