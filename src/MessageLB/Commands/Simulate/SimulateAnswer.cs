using System.Text.Encodings.Web;
using System.Text.Json;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>What a simulation found, for programs.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Messages">Messages of each run.</param>
/// <param name="Seeds">Seeds.</param>
/// <param name="Baseline">The case that the others are compared with.</param>
/// <param name="Sweep">What the points differ in: <c>load</c>, <c>feedback_delay_ms</c> or <c>dispatchers</c>; null without a sweep.</param>
/// <param name="Points">Results, one for each value of the sweep; one without a sweep.</param>
internal sealed record SimulateAnswer(string Scenario, int Messages, IReadOnlyList<int> Seeds, string Baseline, string? Sweep, IReadOnlyList<AnswerPoint> Points)
{
    private static readonly SimulateJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string ToJson(SimulationResult result)
    {
        var scenario = result.Scenario;
        var sweep = scenario.Sweep?.Parameter;
        var word = sweep switch
        {
            null => null,
            SweepParameter.Load => "load",
            SweepParameter.FeedbackDelay => "feedback_delay_ms",
            _ => "dispatchers",
        };
        var points = result.Points.Select(point => AnswerPoint.Of(point, sweep));
        var answer = new SimulateAnswer(scenario.Name, scenario.Messages, scenario.Seeds, ScenarioText.Baseline(scenario), word, [.. points]);
        return JsonSerializer.Serialize(answer, Json.SimulateAnswer);
    }
}
