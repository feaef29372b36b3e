import type { Provenance } from '../model/snapshot.ts';
import type { Listing } from './listing/listing.ts';

/** What one way to a server gave; `version` is the one that really ran. */
export type Found = {
  listing: Listing;
  version?: string;
  provenance: Omit<Provenance, 'listMs' | 'at' | 'transport'>;
};
