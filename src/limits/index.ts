export * from './quotas';
export * from './tell';
export * from './watch-distribution';
export * from './watch-stack';
