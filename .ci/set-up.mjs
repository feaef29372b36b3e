// Makes a fresh checkout ready: node_modules from the lock file, and the system parts that the project needs.
// Plain JavaScript without dependencies, so that any Node can run it. Quiet when there is nothing to do.
// Arguments: names of further system parts to insist on (`chromium`); with CI=true a missing part is an error.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const PARTS = {
  bubblewrap: { program: 'bwrap', why: 'servers are started in its sandbox' },
  podman: {
    program: 'podman',
    // Of the two runtimes that podman takes, runc also runs where both versions of control groups are mounted.
    packages: { 'apt-get': ['podman', 'runc'] },
    why: 'the tests run images in it',
  },
  chromium: { program: 'chromium', why: 'the tests look at the report in it' },
  opa: {
    python: 'opa-golib-python-bindings==0.4.4',
    probe: 'import opa_bindings; opa_bindings.OpaEngine()',
    // It calls itself new, but loads its library by ctypes alone, which Python 3.10 does too.
    flags: ['--ignore-requires-python'],
    why: 'the tests ask the Open Policy Agent in it what Rego policies say',
  },
};
/** System packages of Python and its installer, where they are missing. */
const PIP = {
  'apt-get': ['python3', 'python3-pip'],
  dnf: ['python3', 'python3-pip'],
  apk: ['python3', 'py3-pip'],
  pacman: ['python', 'python-pip'],
  zypper: ['python3', 'python3-pip'],
};
const INSTALLERS = [
  [
    'apt-get',
    (...names) => [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names],
    ],
  ],
  ['dnf', (...names) => [['dnf', 'install', '-y', '-q', ...names]]],
  ['apk', (...names) => [['apk', 'add', '--quiet', ...names]]],
  ['pacman', (...names) => [['pacman', '-S', '--noconfirm', '--quiet', ...names]]],
  ['zypper', (...names) => [['zypper', '--non-interactive', '--quiet', 'install', ...names]]],
];

installPackages();
for (const name of new Set(['bubblewrap', ...process.argv.slice(2)])) installPart(name, PARTS[name]);

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.toolrisk-lock');
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock && existsSync(node)) return;
  say('Installing the packages of the lock file (npm ci) …');
  const npm = process.env.npm_execpath;
  const command = npm && /\.[cm]?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  // Old majors of npm warn about every package that wants a newer Node than the host's; the scripts run on the pinned one.
  run(
    [...command, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci failed: see above. Is the npm registry reachable?',
  );
  // Where the operator forbids install scripts the pinned Node is unpacked by hand.
  if (!existsSync(node))
    run(
      [process.execPath, join(root, 'node_modules/node/installArchSpecificPackage.js')],
      'The pinned Node could not be installed.',
    );
  writeFileSync(mark, lock);
}

function installPart(name, part) {
  if (part === undefined) fail(`set-up knows no system part "${name}"; it knows ${Object.keys(PARTS).join(', ')}.`);
  if (process.platform !== 'linux') return;
  if (part.python !== undefined) return installPython(name, part);
  if (has(part.program)) return;
  installSystemPackages(name, part.why, part.packages);
  if (has(part.program)) return;
  const advice = `${name} is missing (${part.why}) and could not be installed from here; install it, on Debian or Ubuntu with: sudo apt-get install ${name}`;
  if (process.env.CI) fail(advice);
  say(advice);
}

/** A Python package of a fixed version, in a folder of its own that `npm ci` clears. */
function installPython(name, { python, probe, flags, why }) {
  const folder = join(root, 'node_modules', '.cache', name);
  const env = { ...process.env, PYTHONPATH: folder };
  const isThere = () => spawnSync('python3', ['-c', probe], { env, stdio: 'ignore' }).status === 0;
  if (isThere()) return;
  if (spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status !== 0)
    installSystemPackages('pip', why, PIP);
  say(`Installing ${python} from PyPI (${why}) …`);
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--root-user-action=ignore',
    '--no-deps',
    '--only-binary=:all:',
  ];
  spawnSync('python3', [...pip, ...flags, '--target', folder, python], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (isThere()) return;
  const advice = `${python} is missing (${why}) and could not be installed; it needs Python 3.10 with pip, PyPI, and Linux with glibc 2.34 on x86-64.`;
  if (process.env.CI) fail(advice);
  say(`${advice} Its tests are skipped.`);
}

function installSystemPackages(name, why, packages) {
  const [installer, commands] = INSTALLERS.find(([program]) => has(program)) ?? [];
  const asRoot =
    process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
  if (commands !== undefined && asRoot !== undefined) {
    say(`Installing ${name} (${why}) …`);
    for (const command of commands(...(packages?.[installer] ?? [name])))
      spawnSync([...asRoot, ...command][0], [...asRoot, ...command].slice(1), {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
  }
}

function has(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function run(command, otherwise) {
  try {
    execFileSync(command[0], command.slice(1), { cwd: root, stdio: ['ignore', 2, 2] });
  } catch {
    fail(otherwise);
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
