/**
 * Material (材料): photos that go with an application.
 *
 * <p>Owns {@code material}. A photo is loose until an application names it, for 24 hours and at
 * most nine a household; after that it belongs to the application for good. What is kept is never
 * the file that was sent but a picture drawn anew from it: no position data, no hidden content,
 * nothing that a browser could run.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.microaid.material;
