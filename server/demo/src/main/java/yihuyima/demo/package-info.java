/**
 * The demo and what the tests stand on: embedded PostgreSQL and Redis, stand-ins for WeChat and the
 * SMS gateway, and clearly invented people. On top of the server, never inside the production jar.
 */
package yihuyima.demo;
