/** A sum set aside for one attempt, until it is known what it cost. */
type Reservation = {
  /** Replaces the reserved sum by what the attempt cost. Further calls do nothing. */
  settle: (dollars: number) => void;
};

/** A budget in dollars that is never passed: sums are reserved before they can be spent. */
export type Budget = {
  /** Reserves the most that an attempt can cost; undefined when that could pass the budget or the payer's share. */
  reserve: (payer: string, dollars: number) => Reservation | undefined;
  /** Dollars spent for certain. */
  spent: () => number;
};

/** Share of the budget that one payer may use unless the operator says otherwise. */
const DEFAULT_PAYER_SHARE = 0.02;

/** A budget of `limit` dollars, of which one payer may use `share` (0 to 1). */
export function createBudget(limit: number, share: number = DEFAULT_PAYER_SHARE): Budget {
  let total = 0;
  let spent = 0;
  const byPayer = new Map<string, number>();
  const add = (payer: string, dollars: number): void => {
    total += dollars;
    byPayer.set(payer, (byPayer.get(payer) ?? 0) + dollars);
  };
  return {
    reserve(payer, dollars) {
      if (total + dollars > limit || (byPayer.get(payer) ?? 0) + dollars > limit * share) return undefined;
      add(payer, dollars);
      let isOpen = true;
      return {
        settle(cost) {
          if (!isOpen) return;
          isOpen = false;
          add(payer, cost - dollars);
          spent += cost;
        },
      };
    },
    spent: () => spent,
  };
}

/** No limit. */
export const UNLIMITED_BUDGET: Budget = { reserve: () => ({ settle: () => undefined }), spent: () => 0 };
