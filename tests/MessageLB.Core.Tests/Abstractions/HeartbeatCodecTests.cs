using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class HeartbeatCodecTests
{
    private static readonly Heartbeat Full = new()
    {
        Group = "orders",
        Destination = "a",
        Instance = "pod-7f9c",
        Sequence = 4711,
        State = WorkerState.Draining,
        IntervalMs = 250,
        Concurrency = 4,
        Window = 12,
        FrameMax = 64,
        Results = true,
        Weight = 0,
        InFlight = 7,
        Done = 120_934,
        Failed = 12,
        Returned = 3,
        BusyMs = 3_920_113.125,
        DoneBy = new Dictionary<string, long> { ["dispatcher-1"] = 120_000, ["dispatcher-2"] = 949 },
        Kinds = new Dictionary<string, KindCounts> { ["resize"] = new(120_000, 3_600_000.5), [KindNames.Other] = new(946, 320_112.625) },
        OldestInFlightMs = 84.5,
        OldestUnreportedMs = 2.5,
        LatencyP50Ms = 3.125,
        LatencyP99Ms = 20.4,
        StartedAt = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero),
        Labels = new Dictionary<string, string> { ["zone"] = "zürich" },
        Cost = 0.5,
        Times = new TimeCounts(88, new long[] { 120_000, 0, 946 }),
    };

    private static readonly Gen<string> AnyKind =
        from length in Gen.Choose(0, KindNames.MaxLength)
        from characters in Gen.Choose(' ', '~').Select(c => (char)c).ArrayOf(length)
        select new string(characters);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = Read(Write(Full));

        Assert.Equivalent(Full, read, strict: true);
    }

    [Fact]
    public void Read_OnlyTheRequiredFieldsWritten_HasTheDefaults()
    {
        var sent = new Heartbeat { Group = "g", Destination = "d", Instance = "i", Sequence = 0 };

        var read = Read(Write(sent));

        Assert.Equivalent(sent, read, strict: true);
        Assert.Equal((1000, 1, (double?)null, null, WorkerState.Ready), (read.IntervalMs, read.Concurrency, read.Cost, read.Weight, read.State));
    }

    [Fact]
    public void Write_Full_IsTheDocumentedText()
    {
        const string Expected =
            """
            {"v":1,"group":"orders","destination":"a","instance":"pod-7f9c","seq":4711,"state":"draining","interval_ms":250,
            "concurrency":4,"window":12,"frame_max":64,"results":true,"weight":0,"in_flight":7,"done":120934,"failed":12,"returned":3,
            "busy_ms":3920113.125,"done_by":{"dispatcher-1":120000,"dispatcher-2":949},
            "kinds":{"resize":{"done":120000,"busy_ms":3600000.5},"":{"done":946,"busy_ms":320112.625}},"oldest_in_flight_ms":84.5,
            "oldest_unreported_ms":2.5,"latency_ms":{"p50":3.125,"p99":20.4},"started_at":"2026-11-21T08:00:00+00:00","labels":{"zone":"z\u00FCrich"},"cost":0.5,"times":[88,120000,0,946]}
            """;

        Assert.Equal(Expected.ReplaceLineEndings(string.Empty), Encoding.UTF8.GetString(Write(Full)));
    }

    [Fact]
    public void Read_AnyHeartbeat_SurvivesTheWay()
    {
        var heartbeats =
            from names in Gen.Choose(0, 9).Select(i => $"n-{i}").ArrayOf(3)
            from counters in ArbMap.Default.ArbFor<uint>().Generator.ArrayOf(6)
            from state in Gen.Elements(Enum.GetValues<WorkerState>())
            from weight in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 1_000_000).Select(w => (int?)w))
            from latency in Gen.Choose(0, 1_000_000)
            from kinds in (from name in AnyKind from done in ArbMap.Default.ArbFor<uint>().Generator from busy in Gen.Choose(0, 1_000_000)
                           select (name, new KindCounts(done, busy / 8.0))).ArrayOf(KindNames.Most)
            from first in Gen.Choose(0, TimeBuckets.Count - 1)
            from times in Gen.Choose(0, TimeBuckets.Count - first).SelectMany(length => ArbMap.Default.ArbFor<uint>().Generator.Select(count => count * 1000L).ArrayOf(length))
            select new Heartbeat
            {
                Group = names[0],
                Destination = names[1],
                Instance = names[2],
                Sequence = counters[0],
                State = state,
                Weight = weight,
                InFlight = (int)(counters[1] >> 1),
                Done = counters[2] * 1000L,
                Failed = counters[3],
                Returned = counters[4],
                BusyMs = counters[5] / 8.0,
                Kinds = kinds.DistinctBy(k => k.name).ToDictionary(k => k.name, k => k.Item2),
                Times = times.Length == 0 ? default : new TimeCounts(first, times),
                LatencyP50Ms = latency / 8.0,
                LatencyP99Ms = weight is null ? null : latency,
            };

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(heartbeats.ToArbitrary(), heartbeat =>
        {
            var read = Read(Write(heartbeat));
            Assert.Equivalent(heartbeat, read, strict: true);
            Assert.Equal(heartbeat.Times.Counts.ToArray(), read.Times.Counts.ToArray());
            return true;
        }));
    }

    [Fact]
    public void Write_TooMuchForOneHeartbeat_LeavesTheTimesOut()
    {
        var crowded = Full with
        {
            Times = new TimeCounts(0, Enumerable.Repeat(HeartbeatDraft.LargestCount, TimeBuckets.Count).ToArray()),
            DoneBy = Enumerable.Range(0, 64).ToDictionary(i => $"{i:000}" + new string('d', Names.MaxLength - 3), _ => HeartbeatDraft.LargestCount),
        };

        Assert.InRange(Write(crowded).Length, 6000, HeartbeatCodec.MaxSize);
        Assert.Equal(crowded.Times.Counts.ToArray(), Read(Write(crowded with { DoneBy = Full.DoneBy })).Times.Counts.ToArray());
        var left = crowded with { DoneBy = crowded.DoneBy.Concat(Enumerable.Range(100, 150).Select(i => KeyValuePair.Create($"{i}" + new string('d', Names.MaxLength - 3), 1L))).ToDictionary() };
        Assert.True(Read(Write(left)).Times.IsEmpty);
    }

    [Fact]
    public void Read_AnyBytes_NeverThrowsAndSaysWhy()
    {
        var valid = Write(Full);
        var damaged = from position in Gen.Choose(0, valid.Length - 1)
                      from value in Gen.Choose(0, 255)
                      from cut in Gen.Choose(0, valid.Length)
                      from kind in Gen.Choose(0, 2)
                      select kind switch
                      {
                          0 => valid.Select((b, i) => i == position ? (byte)value : b).ToArray(),
                          1 => valid.Take(cut).ToArray(),
                          _ => [.. valid.Take(cut), .. valid.Skip(position)],
                      };
        var random = ArbMap.Default.ArbFor<byte[]>().Generator;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Gen.OneOf(damaged, random).ToArbitrary(), bytes =>
            HeartbeatCodec.TryRead(bytes, out var heartbeat, out var error) ? heartbeat is not null && error is null : heartbeat is null && error is not null));
    }

    [Theory]
    [InlineData(WorkerState.Starting, "starting")]
    [InlineData(WorkerState.Ready, "ready")]
    [InlineData(WorkerState.Draining, "draining")]
    [InlineData(WorkerState.Maintenance, "maintenance")]
    [InlineData(WorkerState.Failed, "failed")]
    public void StateName_EveryState_IsReadBack(WorkerState state, string name)
    {
        Assert.Equal(name, HeartbeatCodec.StateName(state));
        Assert.Equal(state, Read(Write(Full with { State = state })).State);
    }

    private static byte[] Write(Heartbeat heartbeat)
    {
        var output = new ArrayBufferWriter<byte>();
        HeartbeatCodec.Write(output, heartbeat);
        return output.WrittenSpan.ToArray();
    }

    private static Heartbeat Read(byte[] bytes)
    {
        Assert.True(HeartbeatCodec.TryRead(bytes, out var heartbeat, out var error), error);
        return heartbeat!;
    }
}
