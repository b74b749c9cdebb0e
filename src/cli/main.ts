#!/usr/bin/env node
import * as nodeModule from 'node:module';

// Node.js 22 and later keep what V8 compiled for the next start.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

// eslint-disable-next-line @typescript-eslint/no-require-imports -- behind what it should be compiled with
require('./program');
