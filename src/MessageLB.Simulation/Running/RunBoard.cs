using MessageLB.Simulation.Statistics;

namespace MessageLB.Simulation.Running;

/// <summary>
/// Where finished runs are put down. When the last one of a point is there, the point is summed up in the order of the plan, whoever
/// finished first, and its runs are let go. Thread-safe.
/// </summary>
internal sealed class RunBoard
{
    private readonly RunPlan _plan;
    private readonly RunResult?[] _runs;
    private readonly int[] _missing;
    private readonly PointResult[] _points;

    public RunBoard(RunPlan plan)
    {
        _plan = plan;
        _runs = new RunResult?[plan.Count];
        _points = new PointResult[plan.Values.Count];
        _missing = new int[plan.Values.Count];
        Array.Fill(_missing, plan.RunsPerPoint);
    }

    public IReadOnlyList<PointResult> Points => _points;

    public void Put(int run, RunResult result)
    {
        Volatile.Write(ref _runs[run], result);
        var point = _plan[run].Point;
        if (Interlocked.Decrement(ref _missing[point]) == 0) SumUp(point);
    }

    private void SumUp(int point)
    {
        var scenario = _plan.ScenarioAt(point);
        var seeds = _plan.Seeds.Count;
        RunResult[] RunsOf(int number) => [.. Enumerable.Range((point * _plan.RunsPerPoint) + (number * seeds), seeds).Select(run => _runs[run]!)];
        var baseline = RunsOf(_plan.Baseline);
        _points[point] = new PointResult(
            _plan.Values[point],
            [.. _plan.Cases.Select((c, i) => Summary.Of(c.Name, c.Destinations ?? scenario.Destinations, RunsOf(i), baseline))]);
        Array.Clear(_runs, point * _plan.RunsPerPoint, _plan.RunsPerPoint);
    }
}
