/** What no figure holds. */
export const exclusions: readonly string[] = [
  'tax, a support plan, card fees, PagerDuty and other vendors; model providers have a line of their own',
  "free tiers and credits (an account has them once), discounts for commitment, AWS's own rounding",
  'surplus CPU credits of burstable instances, and traffic after the first 10 TB a month at its lower price',
  'deploys: a Lambda minute each; one-off work such as exports, restores and drills',
];
