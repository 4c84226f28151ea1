import { EVENTS } from './page-data';

/** The page is loaded anew when the server has another version, and shows why there is none. */
export function followChanges(root: HTMLElement): void {
  const banner = document.createElement('pre');
  banner.setAttribute('role', 'alert');
  banner.className = 'live-problem';
  banner.hidden = true;
  root.append(banner);
  let version: string | undefined;
  const events = new EventSource(EVENTS);
  events.addEventListener('version', ({ data }: MessageEvent<string>) => {
    if (version !== undefined && version !== data) {
      // The question is in the address, and so it is asked again.
      location.reload();
    }
    version = data;
    banner.hidden = true;
  });
  events.addEventListener('problem', ({ data }: MessageEvent<string>) => {
    banner.textContent = `This is the mesh before the last change:\n${data}`;
    banner.hidden = false;
  });
}
