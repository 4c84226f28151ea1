/** What each folder of `lib/` may import, besides itself. docs/architecture.md draws these arrows. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  manifests: [],
  catalogue: ['manifests'],
  istiod: ['manifests', 'catalogue'],
  algebra: ['manifests', 'istiod'],
  admission: ['manifests', 'catalogue', 'istiod'],
  checks: ['manifests', 'catalogue', 'istiod', 'algebra', 'admission'],
  routing: ['manifests', 'istiod'],
  constructs: ['manifests', 'catalogue', 'istiod', 'admission'],
  app: ['manifests', 'catalogue', 'istiod', 'checks'],
  diff: ['manifests', 'istiod', 'algebra', 'routing'],
  expectations: ['routing'],
  proposals: ['routing', 'diff', 'expectations'],
  tracing: ['manifests', 'routing', 'diff', 'app'],
  validation: ['manifests', 'catalogue', 'checks', 'tracing', 'app'],
  testing: ['manifests', 'routing', 'diff', 'tracing', 'expectations'],
  cli: ['manifests', 'catalogue', 'istiod', 'checks', 'routing', 'diff', 'proposals'],
};
