package yihuyima.demo;

import java.util.ArrayList;
import java.util.List;
import yihuyima.api.identity.Role;

/** Where the sweep happens: a tree of two provinces, five families, and those in charge. */
record SweptPlace(
    Fixtures.Org province,
    Fixtures.Org city,
    Fixtures.Org county,
    Fixtures.Org station,
    Fixtures.Org sibling,
    Fixtures.Org foreign,
    Fixtures.Family family,
    Fixtures.Family closed,
    Fixtures.Family neighbour,
    Fixtures.StaffMember cadre,
    Fixtures.StaffMember outsider,
    Fixtures.StaffMember auditor,
    List<SweptThings> things) {

  static SweptPlace in(Fixtures given) {
    Fixtures.Org country = given.organisation(null, "COUNTRY", "990000", "样例总工会");
    Fixtures.Org province = given.organisation(country, "PROVINCE", "990000", "样例省总工会");
    Fixtures.Org city = given.organisation(province, "CITY", "990100", "云溪市总工会");
    Fixtures.Org county = given.county(city, "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    Fixtures.Org sibling = given.station(county, "邻厂工会");
    Fixtures.Org foreign = given.county(city, "别县总工会");
    given.livingAid(county);
    Fixtures.Family family = given.household(station);
    given.entitle(family, "LIVING_AID", "ENTITLED");
    Fixtures.Family closed = given.household(station);
    close(given, closed);
    Fixtures.Family neighbour = given.household(station);
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    Fixtures.StaffMember outsider = given.outsider(county);
    for (Fixtures.Family each : List.of(family, closed)) {
      given.pair(each, cadre);
      given.pair(each, outsider);
    }
    Fixtures.StaffMember auditor = given.staff(county, Role.AUDITOR);
    List<SweptThings> things = new ArrayList<>();
    things.add(SweptThings.of(given, SweptRelation.OURS, family, county, county, auditor));
    things.add(SweptThings.of(given, SweptRelation.CLOSED_FILE, closed, county, county, auditor));
    things.add(
        SweptThings.of(given, SweptRelation.OWN_STATION, neighbour, county, county, auditor));
    things.add(
        SweptThings.of(
            given,
            SweptRelation.OTHER_COUNTY,
            given.household(given.station(foreign, "别县样例厂工会")),
            foreign,
            county,
            given.staff(foreign, Role.AUDITOR)));
    things.add(elsewhere(given, country, county));
    things.add(
        SweptThings.nowhere(
            given.codeKeys().mint(given.codeKeys().currentMintKeyId(), 999_999_999, 1).printed()));
    return new SweptPlace(
        province,
        city,
        county,
        station,
        sibling,
        foreign,
        family,
        closed,
        neighbour,
        cadre,
        outsider,
        auditor,
        List.copyOf(things));
  }

  private static SweptThings elsewhere(
      Fixtures given, Fixtures.Org country, Fixtures.Org offering) {
    Fixtures.Org province = given.organisation(country, "PROVINCE", "991000", "样例外省总工会");
    Fixtures.Org city = given.organisation(province, "CITY", "991100", "外省市总工会");
    Fixtures.Org county = given.organisation(city, "COUNTY", "991120", "外省县总工会");
    return SweptThings.of(
        given,
        SweptRelation.OTHER_PROVINCE,
        given.household(given.station(county, "外省样例厂工会")),
        county,
        offering,
        given.staff(county, Role.AUDITOR));
  }

  private static void close(Fixtures given, Fixtures.Family family) {
    given.run(
        "UPDATE household_file SET closed_on = ? WHERE household_id = ?",
        given.today().minusMonths(2),
        family.id());
    given.run("UPDATE file_person SET is_open = false WHERE person_id = ?", family.workerId());
    given.run(
        "UPDATE household_code SET state = 'REVOKED', death_counter = (SELECT value + 1 FROM revocation_counter) WHERE household_id = ?",
        family.id());
    given.run("UPDATE revocation_counter SET value = value + 1");
  }

  /** The things in one relation. */
  SweptThings at(SweptRelation relation) {
    return things.stream().filter(each -> each.relation() == relation).findFirst().orElseThrow();
  }
}
