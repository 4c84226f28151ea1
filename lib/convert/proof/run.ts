import type { App } from 'cdk8s';
import { asJavaScript, type SourceModule } from '../app/source-module';
import type { Exports, Libraries } from '../libraries';

/**
 * Runs the function of the first module, as it is written.
 *
 * @param folder the folder of the other files that the app reads
 * @throws whatever the code throws
 */
export function runModules(modules: readonly SourceModule[], libraries: Libraries, folder: string): App {
  const loaded = new Map<string, Exports>();
  const load = (path: string): Exports => {
    const known = loaded.get(path);
    const module = modules.find((one) => one.path === path);
    if (known || !module) {
      return known ?? libraries.load(path);
    }
    const exports: Exports = {};
    loaded.set(path, exports);
    // In the realm of this module, so that objects of the app are objects to the libraries.
    const run = new Function('exports', 'require', '__dirname', asJavaScript(module));
    run(exports, (name: string) => load(name.replace(/^\.\//, '')), folder);
    return exports;
  };
  const [first] = modules;
  const create = load(first?.path ?? '')[first?.functionName ?? ''] as () => App;
  return create();
}
