/** The five categories, least severe first (taxonomy: Financial > Destructive > Execute > Write > Read). */
export const CATEGORIES = ['Read', 'Write', 'Execute', 'Destructive', 'Financial'] as const;
/** What the most severe effect of one successful call is. */
export type Category = (typeof CATEGORIES)[number];

/** Severities, least first. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
/** How bad a category is. */
export type Severity = (typeof SEVERITIES)[number];

/** The severity of each category (taxonomy, first table). */
export const SEVERITY_OF: Readonly<Record<Category, Severity>> = {
  Read: 'low',
  Write: 'medium',
  Execute: 'high',
  Destructive: 'critical',
  Financial: 'critical',
};

/** The ten effects, in the order of the taxonomy. */
export const EFFECTS = [
  'private-data',
  'secrets',
  'untrusted-content',
  'external-communication',
  'irreversible',
  'bulk',
  'code-execution',
  'privilege',
  'production',
  'money',
] as const;
/** What a call does beside its category. */
export type Effect = (typeof EFFECTS)[number];

/** Rank of a category: 0 for Read to 4 for Financial. */
export function rankOf(category: Category): number {
  return CATEGORIES.indexOf(category);
}

/** The more severe of two categories. */
export function worse(a: Category, b: Category): Category {
  return rankOf(a) >= rankOf(b) ? a : b;
}
