// Stands in for kubectl's -f: keeps the objects that were applied in $STAND_IN/objects.json, by kind, namespace and name.
// A workload whose name is in $STAND_IN/failing never gets ready.
const { existsSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { parseAllDocuments } = require('yaml');

const at = (name) => join(process.env.STAND_IN, name);
const read = (name) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');
const stored = JSON.parse(read('objects.json') || '{}');
const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));

function refuse(message) {
  console.error(message);
  process.exit(1);
}

function filesOf(path) {
  if (!existsSync(path)) refuse(`error: the path "${path}" does not exist`);
  if (!statSync(path).isDirectory()) return [path];
  const inside = readdirSync(path).map((name) => join(path, name));
  return inside.flatMap((each) =>
    statSync(each).isDirectory()
      ? args.includes('-R')
        ? filesOf(each)
        : []
      : /\.(ya?ml|json)$/.test(each)
        ? [each]
        : [],
  );
}

/** The objects of `-f`, with the namespace that kubectl gives to those without one. */
function given() {
  const path = args[args.indexOf('-f') + 1];
  const files = path === '-' ? [0] : filesOf(path);
  if (files.length === 0) {
    refuse(`error: error reading [${path}]: recognized file extensions are [.json .yaml .yml]`);
  }
  const objects = files
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS()))
    .filter(Boolean);
  if (objects.length === 0) refuse(`error: no objects passed to ${args[0]}`);
  return objects.map((object) => ({ ...object, metadata: { namespace: 'default', ...object.metadata } }));
}

const title = ({ apiVersion, kind, metadata }) => {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind.toLowerCase()}${group}/${metadata.name}`;
};
const key = (object) => `${object.metadata.namespace} ${title(object)}`;

function put() {
  const objects = given();
  if (!existsSync(at('istio')) && objects.some(({ apiVersion }) => apiVersion.includes('istio.io'))) {
    refuse('error: no matches for kind "Gateway" in version "networking.istio.io/v1"');
  }
  for (const object of objects) {
    const before = JSON.stringify(stored[key(object)]);
    const now = JSON.stringify(object);
    console.log(`${title(object)} ${!before ? 'created' : before === now ? 'unchanged' : 'configured'}`);
    stored[key(object)] = object;
  }
  writeFileSync(at('objects.json'), JSON.stringify(stored));
  if (objects.some(({ kind }) => kind === 'Secret')) writeFileSync(at('secret'), '');
}

function get() {
  const objects = given();
  for (const object of objects.filter((each) => !stored[key(each)])) {
    console.error(`Error from server (NotFound): ${title(object)} not found`);
    process.exitCode = 1;
  }
  const items = objects.filter((each) => stored[key(each)]);
  if (items.length === 0) return;
  console.log(JSON.stringify(objects.length === 1 ? items[0] : { apiVersion: 'v1', kind: 'List', items }));
}

/** kubectl -n NAMESPACE rollout status KIND/NAME, or wait KIND/NAME, or get KIND/NAME */
function workload() {
  const [, namespace, verb] = args;
  const [kind, name] = args.find((arg) => /^[a-z]+\//.test(arg)).split('/');
  const group = kind === 'job' ? 'batch' : 'apps';
  if (!stored[`${namespace} ${kind}.${group}/${name}`])
    refuse(`Error: ${kind}s.${group} "${name}" not found`);
  const fails = read('failing').split('\n').includes(name);
  if (kind === 'job') {
    console.log(
      verb === 'get' ? (fails ? 'FailureTarget Failed' : 'Complete') : `job.batch/${name} condition met`,
    );
    return;
  }
  console.log(`Waiting for ${kind} "${name}" rollout to finish: 0 of 1 updated replicas are available...`);
  if (fails) refuse('error: timed out waiting for the condition');
  console.log(`${kind} "${name}" successfully rolled out`);
}

const commands = { apply: put, create: put, get, '-n': workload };
commands[args[0]]();
