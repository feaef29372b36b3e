import { parseYaml } from '../files/parse-yaml.ts';
import type { Collection } from './collection.ts';
import { readDockerServer } from './docker-server.ts';
import { fromCheckout } from './from-checkout.ts';

/** A checkout of Docker's MCP registry or an archive of one: `servers/<name>/server.yaml` each. */
export const dockerRegistry: Collection = {
  id: 'docker-registry',
  title: "a checkout of Docker's MCP registry, or a .tar.gz of one",
  read: (wish, context) =>
    fromCheckout(
      wish.from,
      {
        globs: ['servers/*/server.yaml', 'servers/*/server.yml'],
        path: /^(?:\.\/)?(?:[^/]+\/)?servers\/[^/]+\/server\.ya?ml$/,
      },
      context,
      ({ text, path }, place) => readDockerServer(parseYaml(text), { path, place }),
    ),
};
