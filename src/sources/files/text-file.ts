/** Largest file of a checkout that is read; a server stays below 100 KB, a whole registry.json below 2 MB. */
export const MAX_FILE_BYTES = 8 * 2 ** 20;

/** A file of a checkout or archive; `text` is missing where it is larger than `MAX_FILE_BYTES`. */
export type TextFile = {
  /** Path with `/`, from the root of the checkout or archive. */
  path: string;
  text?: string;
};
