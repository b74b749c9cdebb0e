export * from './quotas';
export * from './warn';
export * from './watch-distribution';
export * from './watch-stack';
