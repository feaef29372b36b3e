/** What a room reports while it works; `cli/` alone prints. Texts are untrusted and unescaped. */
export type RunEvent =
  | { type: 'servers-found'; servers: number }
  | { type: 'server-started'; server: string }
  | { type: 'stage'; server: string; stage: 'resolve' | 'fetch' | 'build' | 'start' | 'list' | 'classify' | 'save' }
  | { type: 'server-done'; server: string; status: 'listed' | 'failed'; tools: number }
  | { type: 'note'; server?: string; message: string };

/** Receives events; must not throw. */
export type OnEvent = (event: RunEvent) => void;
