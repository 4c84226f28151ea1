/**
 * Fails `npm run typecheck` when cdk8s has members or options that MeshApp does not know of: they may need an override.
 * Nothing here runs.
 */
import type { ApiObject, App, AppProps, Chart } from 'cdk8s';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

export const knownMembers: [
  Same<
    keyof AppProps,
    'outdir' | 'outputFileExtension' | 'yamlOutputType' | 'recordConstructMetadata' | 'resolvers'
  >,
  Same<
    Exclude<keyof App, keyof Chart>,
    'outdir' | 'outputFileExtension' | 'yamlOutputType' | 'resolvers' | 'charts' | 'synth' | 'synthYaml'
  >,
  Same<ReturnType<App['synth']>, void>,
  Same<ReturnType<App['synthYaml']>, string>,
  Same<Parameters<Chart['toJson'] | ApiObject['toJson']>, []>,
] = [true, true, true, true, true];
