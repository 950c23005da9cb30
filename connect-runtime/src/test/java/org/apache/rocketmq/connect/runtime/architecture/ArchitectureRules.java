/*
 * Licensed to the Apache Software Foundation (ASF) under one or more
 * contributor license agreements.  See the NOTICE file distributed with
 * this work for additional information regarding copyright ownership.
 * The ASF licenses this file to You under the Apache License, Version 2.0
 * (the "License"); you may not use this file except in compliance with
 * the License.  You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.apache.rocketmq.connect.runtime.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.NullMarked;

/** The rules of the architecture, for the code below any root package: the worker's, and one that breaks them all. */
final class ArchitectureRules {

    /** Methods whose answer is the time, or that wait or run something elsewhere; constructors are {@code <init>}. */
    private static final Map<String, Set<String>> TIME_AND_THREADS = Map.ofEntries(
            Map.entry("java.lang.Thread", Set.of("sleep", "<init>", "startVirtualThread", "ofVirtual", "ofPlatform")),
            Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
            Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
            Map.entry("java.util.concurrent.locks.LockSupport", Set.of("parkNanos", "parkUntil")),
            Map.entry("java.util.Timer", Set.of("<init>")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.time.OffsetDateTime", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")));

    private static final DescribedPredicate<JavaClass> ROCKETMQ = JavaClass.Predicates.resideInAnyPackage(
            "org.apache.rocketmq.client..",
            "org.apache.rocketmq.common..",
            "org.apache.rocketmq.remoting..",
            "org.apache.rocketmq.tools..",
            "org.apache.rocketmq.acl..");
    private static final Set<String> CONSOLE = Set.of("out", "err");
    private static final Set<String> UNCHANGING =
            Set.of("java.util.ImmutableCollections", "java.util.Collections", "java.util.RegularImmutable");

    private final String root;
    private final Set<String> publicNames;

    /**
     * @param publicNames classes that users name, which keep the names that they have
     */
    ArchitectureRules(String root, Set<String> publicNames) {
        this.root = root;
        this.publicNames = Set.copyOf(publicNames);
    }

    /** Every rule by its name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("every package has a rank", classes().should(haveARank()));
        rules.put("a package uses packages of lower rank only", classes().should(useLowerRanksOnly()));
        rules.put(
                "packages form no cycle",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put("only packages named rocketmq know RocketMQ", rocketMqStaysInItsPackages());
        rules.put("time and threads come from concurrent", timeAndThreadsComeFromConcurrent());
        rules.put("static fields never change", fields().that().areStatic().should(neverChange()));
        rules.put("no class is named Impl", noImplNames());
        rules.put("every package says what it is for", classes().should(liveInADescribedPackage()));
        rules.put("JSON is fastjson2", jsonIsFastjson2());
        rules.put("only boot writes to the console", onlyBootWritesToTheConsole());
        return rules;
    }

    ArchRule named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    private ArchCondition<JavaClass> haveARank() {
        return condition("have a row in the table of ranks", (origin, events) -> {
            if (Layer.of(root, origin.getPackageName()).isEmpty()) {
                violated(events, origin, origin.getName() + " is in a package without a rank");
            }
        });
    }

    private ArchCondition<JavaClass> useLowerRanksOnly() {
        return condition("use lower ranks only", (origin, events) -> {
            Optional<Layer> own = Layer.of(root, origin.getPackageName());
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                Optional<Layer> used = Layer.of(
                        root, dependency.getTargetClass().getBaseComponentType().getPackageName());
                if (own.isPresent()
                        && used.isPresent()
                        && !own.equals(used)
                        && used.get().rank() >= own.get().rank()) {
                    violated(
                            events,
                            origin,
                            "rank " + own.get().rank() + " uses rank "
                                    + used.get().rank() + ": " + dependency.getDescription());
                }
            }
        });
    }

    private ArchRule rocketMqStaysInItsPackages() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..rocketmq")
                .should(condition("use RocketMQ", (origin, events) -> {
                    for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                        JavaClass used = dependency.getTargetClass().getBaseComponentType();
                        if (ROCKETMQ.test(used) && !namesUsersHashFunction(origin, used)) {
                            events.add(SimpleConditionEvent.satisfied(origin, dependency.getDescription()));
                        }
                    }
                }));
    }

    /** The one type of RocketMQ's that users write against, to choose the hash of a strategy. */
    private boolean namesUsersHashFunction(JavaClass origin, JavaClass used) {
        return origin.getPackageName().equals(root + ".service.strategy")
                && used.getName().equals("org.apache.rocketmq.common.consistenthash.HashFunction");
    }

    private ArchRule timeAndThreadsComeFromConcurrent() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".concurrent")
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("the time is read or a thread is made") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        return readsTimeOrMakesThreads(access);
                    }
                });
    }

    private static boolean readsTimeOrMakesThreads(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        boolean makesPool = name.equals("<init>")
                && owner.getPackageName().startsWith("java.util.concurrent")
                && owner.isAssignableTo(Executor.class);
        return makesPool
                || access.getTarget().getFullName().equals("java.util.Date.<init>()")
                || owner.getName().equals("java.util.concurrent.Executors")
                || TIME_AND_THREADS.getOrDefault(owner.getName(), Set.of()).contains(name);
    }

    private static ArchCondition<JavaField> neverChange() {
        return condition("be final and hold a value that never changes", (field, events) -> {
            if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                return;
            }
            if (!field.getModifiers().contains(JavaModifier.FINAL)) {
                violated(events, field, field.getFullName() + " is static and not final");
            } else if (field.getRawType().isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE)) {
                violated(events, field, field.getFullName() + " is an array that others can change");
            } else if (canChange(valueOf(field))) {
                violated(events, field, field.getFullName() + " holds something that can be changed");
            }
        });
    }

    private static Object valueOf(JavaField field) {
        try {
            java.lang.reflect.Field reflected = field.reflect();
            reflected.setAccessible(true);
            return reflected.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Expected to read " + field.getFullName() + ", but could not", e);
        }
    }

    private static boolean canChange(Object value) {
        if (value instanceof Map<?, ?> map) {
            return mutable(map) || map.values().stream().anyMatch(ArchitectureRules::canChange);
        }
        if (value instanceof Collection<?> collection) {
            return mutable(collection) || collection.stream().anyMatch(ArchitectureRules::canChange);
        }
        return value instanceof StringBuilder
                || value instanceof ThreadLocal
                || value instanceof Lock
                || value instanceof AtomicReference
                || (value instanceof Number
                        && !value.getClass().getPackageName().matches("java\\.(lang|math)"));
    }

    private static boolean mutable(Object collection) {
        String type = collection.getClass().getName();
        return UNCHANGING.stream().noneMatch(type::startsWith);
    }

    private ArchRule noImplNames() {
        return noClasses()
                .that(new DescribedPredicate<JavaClass>("are not named by users") {
                    @Override
                    public boolean test(JavaClass candidate) {
                        return !publicNames.contains(candidate.getName());
                    }
                })
                .should()
                .haveSimpleNameEndingWith("Impl");
    }

    private static ArchCondition<JavaClass> liveInADescribedPackage() {
        return condition("have a package-info.java with @NullMarked", (origin, events) -> {
            boolean marked = origin.getPackage()
                    .tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            if (!marked) {
                violated(events, origin, origin.getName() + " is in a package without a null-marked package-info");
            }
        });
    }

    private static ArchRule jsonIsFastjson2() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("com.alibaba.fastjson..");
    }

    private ArchRule onlyBootWritesToTheConsole() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".boot")
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("the console is written to") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        JavaClass owner = access.getTargetOwner();
                        boolean console = owner.isEquivalentTo(System.class) && CONSOLE.contains(access.getName());
                        boolean trace = owner.isAssignableTo(Throwable.class)
                                && access.getTarget().getFullName().endsWith(".printStackTrace()");
                        return console || trace;
                    }
                });
    }

    private interface Check<T> {
        void check(T item, ConditionEvents events);
    }

    private static <T> ArchCondition<T> condition(String description, Check<T> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                check.check(item, events);
            }
        };
    }

    private static void violated(ConditionEvents events, Object item, String message) {
        events.add(SimpleConditionEvent.violated(item, message));
    }
}
