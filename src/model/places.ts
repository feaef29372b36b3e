/** Folders in which toolrisk keeps its things; absolute paths (XDG Base Directory). */
export type Places = {
  /** Catalogue and run folders: `$XDG_STATE_HOME/toolrisk`. */
  state: string;
  /** Installed servers by exact version: `$XDG_CACHE_HOME/toolrisk`. */
  installs: string;
};
