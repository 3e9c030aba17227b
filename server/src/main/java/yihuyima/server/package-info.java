/** The process: configuration, pools, migration, metrics, jobs, the pages. */
package yihuyima.server;
