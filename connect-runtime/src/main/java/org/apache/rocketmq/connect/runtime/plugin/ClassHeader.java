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
package org.apache.rocketmq.connect.runtime.plugin;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file says about its class before the class is loaded. Names are internal ones, with slashes.
 *
 * @param access the flags of the class
 * @param release the Java release that the class was compiled for
 * @param superName null for {@code java.lang.Object} only
 */
record ClassHeader(
        String name, int access, int release, @Nullable String superName, List<String> interfaces) {

    /** Class files of Java 1 have major version 45. */
    private static final int MAJOR_VERSION_BEFORE_JAVA_1 = 44;

    private static final int MAJOR_VERSION_OFFSET = 6;

    private static final int MAGIC = 0xCAFEBABE;

    private static final int MINIMAL_SIZE = 24;

    static ClassHeader read(byte[] bytes) throws MalformedClassException {
        if (bytes.length < MINIMAL_SIZE || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            throw new MalformedClassException("it does not begin like one");
        }
        try {
            ClassReader reader = new ClassReader(bytes);
            return new ClassHeader(
                    reader.getClassName(),
                    reader.getAccess(),
                    reader.readUnsignedShort(MAJOR_VERSION_OFFSET) - MAJOR_VERSION_BEFORE_JAVA_1,
                    reader.getSuperName(),
                    List.of(reader.getInterfaces()));
        } catch (RuntimeException e) { // the reader answers damaged bytes with whatever its arithmetic runs into
            throw new MalformedClassException("its bytes are damaged or of an unknown format (" + e + ")", e);
        }
    }

    /** Whether the class can be created from anywhere by a constructor without parameters. */
    static boolean isCreatable(byte[] bytes) throws MalformedClassException {
        Creatable creatable = new Creatable();
        try {
            new ClassReader(bytes)
                    .accept(creatable, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (RuntimeException e) { // as above
            throw new MalformedClassException("its bytes are damaged or of an unknown format (" + e + ")", e);
        }
        return creatable.constructor && creatable.visible;
    }

    String className() {
        return name.replace('/', '.');
    }

    boolean isPublicAndConcrete() {
        int ruledOut = Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_ENUM;
        return (access & Opcodes.ACC_PUBLIC) != 0 && (access & ruledOut) == 0;
    }

    private static final class Creatable extends ClassVisitor {

        private String name = "";
        private boolean constructor;
        private boolean visible = true;

        Creatable() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            this.name = name;
        }

        @Override
        public void visitInnerClass(
                String innerName, @Nullable String outerName, @Nullable String simpleName, int access) {
            // The class file of a protected nested class calls itself public; only this entry tells the truth.
            if (innerName.equals(name) && (access & Opcodes.ACC_PUBLIC) == 0) {
                visible = false;
            }
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String methodName,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (methodName.equals("<init>") && descriptor.equals("()V") && (access & Opcodes.ACC_PUBLIC) != 0) {
                constructor = true;
            }
            return null;
        }
    }
}
