package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The facts of a whole county, without a database. */
record SampleFacts(UnionTree tree, Roster roster, List<SampleHousehold> households, List<Aid> aid) {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  static SampleFacts of(int count, long seed) {
    return of(count, seed, TODAY);
  }

  static SampleFacts of(int count, long seed, LocalDate today) {
    Ids ids = new Ids();
    InventedNumbers numbers = new InventedNumbers(InventedNumbers.PHONES_OF_HOUSEHOLDS);
    UnionTree tree = new UnionTree(count);
    Roster roster = new Roster(tree, seed);
    HouseholdMaker maker = new HouseholdMaker(seed, today, ids, numbers);
    AidMaker aidMaker = new AidMaker(seed, today, Programme.of(tree));
    List<SampleHousehold> households = new ArrayList<>();
    List<Aid> aid = new ArrayList<>();
    for (UnionTree.County county : tree.counties()) {
      for (int i = 0; i < county.households(); i++) {
        SampleHousehold household = maker.make(county, i);
        households.add(household);
        aid.add(aidMaker.make(household));
      }
    }
    return new SampleFacts(tree, roster, households, aid);
  }

  List<SamplePerson> people() {
    return households.stream().flatMap(household -> household.people().stream()).toList();
  }
}
