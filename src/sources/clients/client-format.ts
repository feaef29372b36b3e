/** How one family of MCP clients writes its servers. One file a format, one line in the list. */
export type ClientFormat = {
  id: string;
  /** Clients that write it, for messages. */
  clients: string;
  /** The servers in a parsed config by their keys, each in `ServerConfig`'s form; undefined where it is another format. */
  serversIn: (config: unknown) => Map<string, unknown> | undefined;
};
