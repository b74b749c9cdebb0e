// The handler that FunctionCors redirects a Node.js function to. It loads the function's own as Lambda's runtime does, so that its errors are reported as
// ever, and wraps it. An ES module, since only that can wait for one.
// Not by import: that would make a namespace of each, and parse cors.js for its names, while a cold start waits.
const { createRequire } = process.getBuiltinModule('node:module');
const { cors } = createRequire(import.meta.url)('./cors.js');
const { existsSync, readFileSync, statSync } = process.getBuiltinModule('node:fs');
const { basename, dirname, join, resolve } = process.getBuiltinModule('node:path');
const { pathToFileURL } = process.getBuiltinModule('node:url');

const { CDK_CORS_HANDLER: name = '', LAMBDA_TASK_ROOT: root = process.cwd() } = process.env;
const require = createRequire(join(root, 'index.js'));

// For code that asks what it is.
process.env._HANDLER = name;

export const handler = cors(await load());

async function load() {
  const file = basename(name);
  const [, module, path] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (path === undefined) {
    throw failure('MalformedHandlerName', 'Bad handler');
  }
  const loaded = await loadModule(resolve(root, name.slice(0, -file.length), module), module);
  const find = (from) => path.split('.').reduce((value, key) => value?.[key], from);
  const found = find(loaded) ?? find(loaded.default);
  if (typeof found !== 'function') {
    throw failure('HandlerNotFound', `${name} is undefined or not exported`);
  }
  return found;
}

async function loadModule(path, module) {
  if (existsSync(path) && statSync(path).isFile()) {
    return require(path);
  }
  if (existsSync(`${path}.js`)) {
    return isInModulePackage(dirname(path)) ? import(pathToFileURL(`${path}.js`)) : require(`${path}.js`);
  }
  if (existsSync(`${path}.mjs`)) {
    return import(pathToFileURL(`${path}.mjs`));
  }
  // Else a package of a layer, as other wrappers are; or what isn't there, said by Node.js.
  return require(existsSync(`${path}.cjs`) ? `${path}.cjs` : require.resolve(module, { paths: [root, dirname(path)] }));
}

function isInModulePackage(folder) {
  for (let at = folder; ; at = dirname(at)) {
    try {
      // An error that is thrown takes longer than a look.
      if (existsSync(join(at, 'package.json'))) {
        return JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')).type === 'module';
      }
    } catch (error) {
      if (error.code === undefined) {
        return false;
      }
    }
    if (at === dirname(at)) {
      return false;
    }
  }
}

function failure(kind, message) {
  return Object.assign(new Error(message), { name: `Runtime.${kind}` });
}
