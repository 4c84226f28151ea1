import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const { CHROMIUM } = process.env;

/** The browser that is named, or else one of this machine; undefined if there is none. */
export const BROWSER = (CHROMIUM === undefined ? PLACES : [CHROMIUM]).find((path) => existsSync(path));
