using Xunit;

namespace MessageLB.Simulation.Tests.Files;

public sealed class RecordingTests
{
    private const string Header = """{"messagelb_recording":1,"group":"orders","destinations":[{"name":"a","concurrency":8,"weight":50,"service_ms":2.0},{"name":"b","concurrency":0,"weight":100,"service_ms":null}]}""";
    private const string End = """{"t":9.0,"end":{"reason":"time","arrivals":3,"services":2,"left_out":0}}""";

    private const string Replayed = """
        recording: r.jsonl
        compare: [response_time]
        seeds: 1

        """;

    [Fact]
    public void Bind_Recording_BringsArrivalsKindsAndWorkers()
    {
        var file = new ScenarioFile(Replayed).WithTrace(
            "r.jsonl",
            Header,
            """{"t":0.5,"kind":"","key":""}""",
            """{"t":0.7,"kind":"large","key":"9f86d081884c7d65"}""",
            """{"t":1.0,"service":{"destination":"a","kind":"","count":2,"mean_ms":2.0}}""",
            """{"t":1.7,"kind":"","key":""}""",
            """{"t":2.0,"service":{"destination":"b","kind":"large","count":2,"mean_ms":6.0}}""",
            End);

        var scenario = file.Bind()!;

        Assert.Empty(file.Errors);
        Assert.Empty(file.Warnings);
        Assert.Equal((ArrivalKind.Trace, null, null, 1000), (scenario.Arrivals.Kind, scenario.Arrivals.Load, scenario.Arrivals.Rate, scenario.Messages));
        Assert.Equal([("", ""), ("large", "9f86d081884c7d65"), ("", "")], scenario.Arrivals.Trace.Select(arrival => (arrival.Kind, arrival.Key)));
        Assert.Equal([0.5, 0.2, 1.0], scenario.Arrivals.Trace.Select(arrival => Math.Round(arrival.GapSeconds, 9)));
        // The mean of all is 4 ms: worker a, with 2 ms, has speed 2, and worker b, with 6 ms, two thirds.
        Assert.Equal([("a", 8, 50, 2.0), ("b", 4, 100, 0.667)], scenario.Destinations.Select(d => (d.Name, d.Concurrency, d.Weight, d.Speed)));
        Assert.Equal([("", 2.0), ("large", 1.0)], scenario.Kinds.Select(kind => (kind.Name, kind.Share)));
        Assert.Equal([0.004, 0.004], scenario.Kinds[0].Service.Trace.Select(time => Math.Round(time, 6)));
        Assert.Equal([0.004002, 0.004002], scenario.Kinds[1].Service.Trace.Select(time => Math.Round(time, 6)));
    }

    [Fact]
    public void Bind_RecordingByOption_TakesThePlaceOfTheFilesArrivals()
    {
        var file = new ScenarioFile(ScenarioFile.Minimal + "messages: 5000\nservice: 3ms\n")
            .WithOption("--from", "recording", "r.jsonl")
            .WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":""}""", """{"t":1.0,"service":{"kind":"","count":1,"mean_ms":2.0}}""");

        var scenario = file.Bind()!;

        Assert.Equal((ArrivalKind.Trace, null, 1000), (scenario.Arrivals.Kind, scenario.Arrivals.Load, scenario.Messages));
        Assert.Equal([("a", 2.0), ("b", 1.0)], scenario.Destinations.Select(d => (d.Name, d.Speed)));
        Assert.Equal([0.002], scenario.Kinds[0].Service.Trace);
    }

    [Fact]
    public void Bind_RecordingAndLoadByOptions_GivesTheArrivalsThatPace()
    {
        var file = new ScenarioFile(ScenarioFile.Minimal)
            .WithOption("--from", "recording", "r.jsonl")
            .WithOption("--load", "arrivals.load", "0.9")
            .WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":""}""", """{"t":1.0,"service":{"kind":"","count":1,"mean_ms":2.0}}""");

        Assert.Equal((ArrivalKind.Trace, 0.9), (file.Bind()!.Arrivals.Kind, file.Bind()!.Arrivals.Load));
    }

    [Fact]
    public void Bind_RecordingWithoutServiceTimes_TakesThoseOfTheScenario()
    {
        var file = new ScenarioFile(Replayed + "destinations: [a]\nservice: {kind: deterministic, mean: 3ms}\n").WithTrace("r.jsonl", """{"t":0.5,"kind":"x","key":""}""");

        var kind = Assert.Single(file.Bind()!.Kinds);

        Assert.Equal(("x", ServiceKind.Deterministic, TimeSpan.FromMilliseconds(3)), (kind.Name, kind.Service.Kind, kind.Service.Mean));
    }

    [Fact]
    public void Bind_RecordingOfUnknownService_SaysOfWhichKind()
    {
        var file = new ScenarioFile(Replayed + "destinations: [a]\n").WithTrace("r.jsonl", """{"t":0.5,"kind":"x","key":""}""");

        Assert.Null(file.Bind());
        Assert.Equal(["s.yaml:1:12: recording: holds messages of kind 'x', and nothing says how long they take: no such service time is recorded, and the scenario has no such kind"], file.Errors);
    }

    [Theory]
    [InlineData("hello", "r.jsonl:2:1: \"hello\" is no JSON object")]
    [InlineData("[1]", "r.jsonl:2:1: \"[1]\" is no JSON object")]
    [InlineData("""{"t":-1,"kind":""}""", "r.jsonl:2:1: \"-1\" is no time: 't' counts seconds from 0")]
    [InlineData("""{"t":"soon","kind":""}""", "r.jsonl:2:1: \"\"soon\"\" is no time: 't' counts seconds from 0")]
    [InlineData("""{"t":0.1,"kind":""}""", "r.jsonl:2:1: \"0.1\" falls behind the line above, 0.5: 't' never falls")]
    [InlineData("""{"t":1,"service":{"count":0,"mean_ms":1}}""", "r.jsonl:2:1: \"{\"count\":0,\"mean_ms\":1}\" has no 'count' of 1 or more")]
    [InlineData("""{"t":1,"service":{"count":1}}""", "r.jsonl:2:1: \"{\"count\":1}\" has no 'mean_ms' from 0 to a day")]
    [InlineData("""{"t":1,"service":{"count":1,"mean_ms":-1}}""", "r.jsonl:2:1: \"{\"count\":1,\"mean_ms\":-1}\" has no 'mean_ms' from 0 to a day")]
    [InlineData("""{"messagelb_recording":2}""", "r.jsonl:2:1: \"2\" is a format of another version: this one reads 1")]
    public void Bind_WrongLineOfARecording_SaysWhatAndWhere(string line, string expected)
    {
        var file = new ScenarioFile(Replayed + "destinations: [a]\nservice: 1ms\n").WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":""}""", line);

        Assert.Null(file.Bind());
        Assert.Contains(expected, file.Errors);
    }

    [Fact]
    public void Bind_LinesAndFieldsOfTomorrow_AreLeftOut()
    {
        var file = new ScenarioFile(Replayed + "destinations: [a]\nservice: 1ms\n").WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":"","size":3}""", """{"t":0.6,"moon":"full"}""", "", """{"note":1}""");

        Assert.Single(file.Bind()!.Arrivals.Trace);
    }

    [Fact]
    public void Bind_NothingButMistakes_EndsSoon()
    {
        var file = new ScenarioFile(Replayed + "destinations: [a]\nservice: 1ms\n").WithTrace("r.jsonl", [.. Enumerable.Repeat("x", 1000)]);

        Assert.Null(file.Bind());
        Assert.Equal(20, file.Errors.Count(error => error.Contains("is no JSON object", StringComparison.Ordinal)));
        Assert.Contains("r.jsonl:20:1: the lines from here on are not looked at: there are too many mistakes", file.Errors);
    }

    [Fact]
    public void Bind_RecordingThatBrokeOff_IsAWarning()
    {
        var file = new ScenarioFile(Replayed).WithTrace("r.jsonl", Header, """{"t":0.5,"kind":"","key":""}""", """{"t":1.0,"service":{"destination":"a","kind":"","count":2,"mean_ms":2.0}}""");

        Assert.NotNull(file.Bind());
        Assert.Equal(["r.jsonl:3:1: the recording broke off: its last line is missing"], file.Warnings);
    }

    [Fact]
    public void Bind_EventsLeftOut_IsAWarning()
    {
        var file = new ScenarioFile(Replayed + "destinations: [a]\nservice: 1ms\n").WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":""}""", """{"t":9.0,"end":{"left_out":1200}}""");

        Assert.NotNull(file.Bind());
        Assert.Equal(["r.jsonl:2:1: 1,200 events are missing in the recording, so some gaps between arrivals are longer than they were"], file.Warnings);
    }

    [Fact]
    public void Bind_RecordingBesideArrivalsOfItsOwn_IsAnError()
    {
        var file = new ScenarioFile(Replayed + "arrivals: {kind: constant}\ndestinations: [a]\nservice: 1ms\n").WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":""}""");

        Assert.Null(file.Bind());
        Assert.Equal(["s.yaml:4:18: arrivals.kind: cannot stand beside 'recording', which brings its own arrivals"], file.Errors);
    }

    [Fact]
    public void Bind_TracesOfArrivalsAndService_AreReadByThemselves()
    {
        var file = new ScenarioFile("destinations: [a]\narrivals: {trace: r.jsonl}\nservice: {trace: r.jsonl}\ncompare: [response_time]\n")
            .WithTrace("r.jsonl", """{"t":0.5,"kind":"","key":""}""", """{"t":0.6,"service":{"count":3,"mean_ms":5}}""");

        var scenario = file.Bind()!;

        Assert.Empty(file.Errors);
        Assert.Equal((ArrivalKind.Trace, 1), (scenario.Arrivals.Kind, scenario.Arrivals.Trace.Count));
        Assert.Equal([0.005, 0.005, 0.005], scenario.Kinds[0].Service.Trace);
    }
}
