/** Everything the pages say about the contract's states, amounts and days, in one place. */
export * from './format'
export * from './states'
export * from './administration'
export * from './failures'
export * from './hardship'
export * from './retention'
export * from './partners'
export * from './policies'
