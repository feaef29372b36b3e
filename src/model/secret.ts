import { inspect } from 'node:util';

/** A value that must not be printed or stored: every ordinary way of turning it into text gives `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; only for handing it to the one server that it is meant for, and to `createRedactor`. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}

/** Values that the operator gave for one server, keyed by variable or header name. */
export type GivenValues = {
  env: ReadonlyMap<string, Secret>;
  headers: ReadonlyMap<string, Secret>;
};

/** No values given. */
export const NOTHING_GIVEN: GivenValues = { env: new Map(), headers: new Map() };
