/** A set of 32-bit hashes that is filled anew for every tool. */
export type HashSet = {
  /** Puts a hash in; says whether it is new. */
  add: (hash: number) => boolean;
  /** Empties the set. */
  forget: () => void;
};

/** Hashes that a set holds at first: few tools have more features. */
const FIRST_ROOM = 1024;

/**
 * An empty set: an open-addressed table of pairs, a hash and the round in which it was put in, so that emptying costs
 * nothing. A `Set` for every tool allocates more than all else that is made of its features.
 */
export function createHashSet(): HashSet {
  let table = new Int32Array(4 * FIRST_ROOM);
  let round = 1;
  let room = FIRST_ROOM;
  const put = (hash: number): boolean => {
    const mask = table.length - 2;
    let place = (hash << 1) & mask;
    for (; table[place + 1] === round; place = (place + 2) & mask) if (table[place] === hash) return false;
    table[place] = hash;
    table[place + 1] = round;
    room -= 1;
    return true;
  };
  const widen = () => {
    const old = table;
    table = new Int32Array(2 * old.length);
    room = table.length / 4;
    for (let place = 0; place < old.length; place += 2) if (old[place + 1] === round) put(old[place]!);
  };
  return {
    add: (hash) => {
      if (room === 0) widen();
      return put(hash | 0);
    },
    forget: () => {
      round += 1;
      room = table.length / 4;
    },
  };
}
