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
/**
 * Copies the lines of a file to a topic and the records of topics to a file; the reference connector, meant to be read
 * first.
 *
 * <p>Source: {@link org.apache.rocketmq.connect.file.FileSourceTask} is the plugin's face, {@code FileTail} follows one
 * file through growth, truncation and rotation, {@code LineSplitter} cuts bytes into lines. Sink:
 * {@link org.apache.rocketmq.connect.file.FileSinkTask} is the face, {@code LineFile} appends whole lines. Each task
 * object, and everything below it, belongs to the one thread that runs the task.
 */
@NullMarked
package org.apache.rocketmq.connect.file;

import org.jspecify.annotations.NullMarked;
