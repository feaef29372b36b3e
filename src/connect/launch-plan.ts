/** How to start a server (or a build step) inside the sandbox. */
export type LaunchPlan = {
  /** Program, as an absolute path that `readOnly` covers or a name on the sandbox's PATH, and its arguments. */
  argv: readonly string[];
  /** All that the child sees beside HOME, TMPDIR, PATH and LANG; secrets stand here revealed, so never log a plan. */
  env: Readonly<Record<string, string>>;
  /** Folders bound read-only at their own path, beside the system. */
  readOnly: readonly string[];
  /** Folders bound writable at their own path; builds only. */
  writable: readonly string[];
  /** Empty folders made at these paths inside, in place of the operator's own; absent means none. */
  standIns?: readonly string[];
  /** Files within the bound folders that are empty inside; absent means none. */
  hidden?: readonly string[];
  /** Working folder inside; absent means the private home. */
  cwd?: string;
};
